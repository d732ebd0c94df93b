/** The hands of the editor: everything that turns pointer and keys into commands and operations. Needs canvas, model,
 * views, sync and selection. */
import * as adding from "./adding.js";
import * as align from "./align.js";
import * as arrange from "./arrange.js";
import { clicked } from "./clicking.js";
import * as clipboard from "./clipboard.js";
import * as collapse from "./collapse.js";
import * as palette from "./command_palette.js";
import * as connected from "./connected.js";
import * as contextMenu from "./context_menu.js";
import * as editing from "./editing.js";
import * as connect from "./gestures/connect.js";
import * as drop from "./gestures/drop.js";
import { marquee } from "./gestures/marquee.js";
import { move } from "./gestures/move.js";
import { Pointer } from "./gestures/pointer.js";
import * as reconnect from "./gestures/reconnect.js";
import * as resize from "./gestures/resize.js";
import * as splice from "./gestures/splice.js";
import * as group from "./group.js";
import * as handles from "./handles.js";
import * as keyboard from "./keyboard.js";
import * as moving from "./moving.js";
import * as news from "./news.js";
import * as nudge from "./nudge.js";
import * as panes from "./panes.js";
import * as perform from "./perform.js";
import * as remove from "./remove.js";
import * as rename from "./rename.js";
import * as shortcuts from "./shortcuts.js";
import * as tinting from "./tinting.js";
import * as tip from "./tip.js";
import * as walk from "./walk.js";
import * as whatIf from "./whatif.js";

/** @type {any[]} each begins with a press as it needs it */
const GESTURES = [resize.resizing, connect.connecting, reconnect.reconnecting, move, marquee];
const MODULES = [
  tip, perform, editing, clipboard, adding, rename, group, moving, remove, collapse, connect, reconnect, splice, resize,
  drop, align, arrange, walk, nudge, palette, shortcuts, contextMenu, handles, keyboard,
  panes, news, whatIf, tinting, connected,
];

/** @param {any} editor */
export function init(editor) {
  editor.pointer = new Pointer(editor, GESTURES, (press) => clicked(editor, press));
  for (const module of MODULES) module.init(editor);
}
