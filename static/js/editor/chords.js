/** Chords: how a pressed key is named ("Mod+Shift+Z"), and how that name is shown to people. Pure. */

const NAMES = { " ": "Space", Esc: "Escape", Del: "Delete" };
const SHOWN = { Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Delete: "Del" };
const MAC = { Mod: "⌘", Alt: "⌥", Shift: "⇧" };

/** The chord of a key event; "" for a modifier alone.
 * @param {{key: string, code?: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean, shiftKey?: boolean,
 *          getModifierState?: (name: string) => boolean}} event */
export function chordOf(event) {
  if (["Control", "Shift", "Alt", "Meta", "AltGraph", "Dead", "Process"].includes(event.key)) return "";
  const typed = Boolean(event.getModifierState?.("AltGraph"));
  const key = nameOf(event);
  const parts = [];
  if (!typed && (event.ctrlKey || event.metaKey)) parts.push("Mod");
  if (!typed && event.altKey) parts.push("Alt");
  if (event.shiftKey && !isSymbol(key)) parts.push("Shift");
  return [...parts, key].join("+");
}

/** The name of the key itself. A layout without Latin letters has them by place; a shifted digit is its digit. */
function nameOf({ key, code = "", shiftKey = false, altKey = false }) {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  if (shiftKey && /^Digit[0-9]$/.test(code) && key !== "/" && key !== "?") return code.slice(5);
  if (/^Key[A-Z]$/.test(code) && (altKey || !/^[\x20-\x7e]$/.test(key))) return code.slice(3);
  return NAMES[key] ?? key;
}

/** A sign such as "?" already is what Shift made of its key. */
function isSymbol(key) {
  return key.length === 1 && !/[A-Z0-9]/.test(key);
}

/** A chord as people read it.
 * @param {string} chord @param {boolean} mac */
export function shown(chord, mac) {
  const parts = chord.endsWith("++") ? [...chord.slice(0, -2).split("+"), "+"] : chord.split("+");
  const words = parts.map((part) => SHOWN[part] ?? (mac ? MAC[part] : part === "Mod" ? "Ctrl" : undefined) ?? part);
  return words.join(mac ? "" : "+");
}

export const onMac = () => /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");
