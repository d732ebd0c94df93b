/** The registry of everything the editor can do. Keyboard, command palette, menus, toolbar and the sheet of
 * shortcuts are made from it, so an ability that is here can be reached in every one of these ways. Pure. */

/**
 * @typedef {object} Command
 * @property {string} id        "edit.undo": the group's word, then what it does
 * @property {string} title     what people read; ends in "..." where more is asked
 * @property {string} group     heading in the palette and the sheet
 * @property {string[]} [keys]  chords such as "Mod+Shift+Z" (Mod = Ctrl, or Cmd on a Mac)
 * @property {boolean} [changes] it edits the draft: never possible for readers
 * @property {boolean} [danger] it removes something
 * @property {boolean} [canvas] its keys mean this only while the focus is in the canvas
 * @property {boolean} [inText] its keys work in text fields, too
 * @property {boolean} [native] the browser's own event for these keys does it; keyboard.js leaves them alone
 * @property {boolean} [held] it wants to know whether its key is held down
 * @property {boolean} [hidden] reached by keys alone; not listed in palette and menus
 * @property {(editor: any, args?: any) => boolean | string} [when] true or "" = it can run; else why not, or false
 * @property {(editor: any, args?: any) => any} run
 */

export const READ_ONLY = "You may read this draft, not change it.";
const NOT_NOW = "Not possible right now.";

export class Commands {
  /** @type {Map<string, Command>} */
  #byId = new Map();
  #editor;

  /** @param {any} editor */
  constructor(editor) {
    this.#editor = editor;
  }

  /** @param {Command} command */
  add(command) {
    if (!command.id || !command.title || !command.group) throw new Error(`command ${command.id} needs id, title and group`);
    if (this.#byId.has(command.id)) throw new Error(`command ${command.id} is added twice`);
    for (const chord of command.keys ?? []) this.#refuseTaken(chord, command);
    this.#byId.set(command.id, command);
  }

  /** Two commands share a chord only where one of them belongs to the canvas and the other does not. */
  #refuseTaken(chord, command) {
    const other = this.list().find((row) => row.keys?.includes(chord) && Boolean(row.canvas) === Boolean(command.canvas));
    if (other) throw new Error(`${chord} is taken by ${other.id}, so ${command.id} cannot have it`);
  }

  /** @param {string} id */
  get(id) {
    return this.#byId.get(id);
  }

  /** Every command, in the order in which they were added. */
  list() {
    return [...this.#byId.values()];
  }

  /** Why the command cannot run now; "" = it can.
   * @param {string} id @param {any} [args] */
  why(id, args) {
    const command = this.#byId.get(id);
    if (!command) throw new Error(`there is no command ${id}`);
    if (command.changes && this.#editor.readOnly) return READ_ONLY;
    const answer = command.when ? command.when(this.#editor, args) : true;
    if (typeof answer === "string") return answer;
    return answer ? "" : NOT_NOW;
  }

  /** @param {string} id @param {any} [args] */
  enabled(id, args) {
    return this.why(id, args) === "";
  }

  /** Runs it, or says why not.
   * @param {string} id @param {any} [args] */
  run(id, args) {
    const reason = this.why(id, args);
    if (reason) return void this.#editor.announce(reason);
    return this.#byId.get(id)?.run(this.#editor, args);
  }

  /** The commands of this chord that can run where the focus is, those of the canvas first.
   * @param {string} chord @param {boolean} inCanvas */
  forChord(chord, inCanvas) {
    const rows = this.list().filter((row) => row.keys?.includes(chord) && (inCanvas || !row.canvas));
    return rows.sort((a, b) => Number(Boolean(b.canvas)) - Number(Boolean(a.canvas)));
  }
}

/** @param {any} editor */
export function init(editor) {
  editor.commands = new Commands(editor);
}
