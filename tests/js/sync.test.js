import assert from "node:assert/strict";
import { test } from "node:test";

import { History } from "../../static/js/editor/history.js";
import { Refusal } from "../../static/js/editor/transport.js";
import { page, Server, Shelf } from "./server.js";
import { rename } from "./support.js";

const same = (server, ...pages) => {
  for (const { model } of pages) assert.deepEqual(model.document(), server.model.document());
};
/** Resolves when the page is in this state. */
const reached = ({ sync }, state) => new Promise((resolve) => {
  sync.addEventListener("state", ({ detail }) => detail.state === state && resolve(detail));
});
const offline = (page) => reached(page, "offline");
const labels = (server) => server.log.map((edit) => edit.operations[0].fields.label);

test("a gesture is on the screen at once and on the server a moment later", async () => {
  const server = new Server();
  const mine = page(server);
  const changes = mine.sync.perform([rename("web", "Web")], { label: "Rename" });
  assert.deepEqual(changes.map(({ key }) => key), ["web"]);
  assert.equal(mine.model.get("web").fields.label, "Web");
  assert.equal(mine.sync.state, "saving");
  await mine.sync.settled();
  assert.equal(mine.sync.state, "saved");
  assert.equal(mine.shelf.rows.size, 0);
  same(server, mine);
});

test("what broke off is sent again with the same request id and arrives once", async () => {
  const server = new Server();
  server.fates = ["lost", "down"];
  const mine = page(server);
  mine.sync.perform([rename("web", "Once")]);
  await offline(mine);
  mine.sync.retry();
  await offline(mine);
  mine.sync.retry();
  await mine.sync.settled();
  assert.equal(new Set(server.asked.map((body) => body.request_id)).size, 1);
  assert.equal(server.asked.length, 3);
  assert.equal(server.log.length, 1);
  same(server, mine);
});

test("after a broken line it tries again by itself", async () => {
  const server = new Server();
  server.fates = ["down"];
  const mine = page(server);
  mine.sync.perform([rename("web", "Later")]);
  assert.equal((await offline(mine)).pending, 1);
  await mine.sync.settled();
  assert.deepEqual(labels(server), ["Later"]);
});

test("what was done offline waits in its order and is sent in it", async () => {
  const server = new Server();
  server.fates = ["down"];
  const mine = page(server);
  mine.sync.perform([rename("web", "1")]);
  const { reason } = await offline(mine);
  for (const label of ["2", "3", "4"]) mine.sync.perform([rename("web", label)]);
  assert.equal(reason, "The server does not answer.");
  assert.equal(mine.sync.state, "offline");
  assert.equal(mine.sync.pending.length, 4);
  assert.deepEqual([...mine.shelf.rows.values()].map((row) => row.operations[0].fields.label), ["1", "2", "3", "4"]);
  mine.sync.retry();
  await mine.sync.settled();
  assert.deepEqual(labels(server), ["1", "2", "3", "4"]);
});

test("the next page takes up the queue: what arrived after all is not sent again", async () => {
  const server = new Server();
  const shelf = new Shelf();
  server.fates = ["lost"];
  const first = page(server, { shelf });
  first.sync.perform([rename("web", "Arrived")]);
  await offline(first);
  first.sync.perform([rename("app", "Waits")]);
  clearTimeout(first.sync.timer); // the page is gone
  const second = page(server, { shelf });
  await second.sync.resume();
  await second.sync.settled();
  assert.deepEqual(labels(server), ["Arrived", "Waits"]);
  assert.equal(shelf.rows.size, 0);
  same(server, second);
});

test("a stale edit is put on top of what others did", async () => {
  const server = new Server();
  const mine = page(server);
  server.edit([rename("web", "Theirs"), rename("db", "Theirs")]);
  mine.sync.perform([rename("web", "Mine")]);
  await mine.sync.settled();
  assert.equal(server.log.at(-1).changes[0].before.label, "Theirs");
  assert.equal(server.model.get("db").fields.label, "Theirs");
  assert.equal(mine.heard("remote").length, 1);
  same(server, mine);
});

test("a long log is read in parts", async () => {
  const server = new Server();
  server.most = 2;
  const mine = page(server);
  for (const label of ["1", "2", "3", "4", "5"]) server.edit([rename("web", label)]);
  await mine.sync.catchUp();
  assert.equal(mine.model.version, 5);
  same(server, mine);
});

test("edits that are told twice, in disorder or with gaps are each taken once", async () => {
  const server = new Server();
  const mine = page(server);
  for (const label of ["1", "2", "3", "4"]) server.edit([rename("web", label)]);
  const [one, two, three, four] = server.log;
  await mine.sync.receive(2, [two, one]);
  await mine.sync.receive(2, [one, two]);
  assert.equal(mine.model.version, 2);
  await mine.sync.receive(4, [four]);
  assert.equal(three.version, 3);
  assert.equal(mine.model.version, 4);
  same(server, mine);
});

test("what no longer applies is dropped with its reason, what follows from it too, the rest is kept", async () => {
  const server = new Server();
  server.fates = ["down"];
  const mine = page(server);
  mine.sync.perform([rename("app", "Late")], { label: "Rename app" });
  await offline(mine);
  mine.sync.perform([rename("db", "Kept")]);
  server.edit([{ op: "remove", key: "app" }]);
  mine.sync.retry();
  await mine.sync.settled();
  const [{ edits }] = mine.heard("dropped");
  assert.deepEqual(edits.map((edit) => edit.message), [
    "Rename app no longer applies: app.key: is not an element of this topology",
  ]);
  assert.deepEqual(edits[0].operations, [rename("app", "Late")]);
  assert.equal(mine.sync.history.undo.length, 1);
  assert.equal(mine.shelf.rows.size, 0);
  assert.equal(server.model.get("db").fields.label, "Kept");
  same(server, mine);
});

test("what the browser refuses never leaves it", async () => {
  const server = new Server();
  const mine = page(server);
  const before = mine.model.document();
  assert.equal(mine.sync.perform([rename("app", "Renamed"), { op: "move", key: "web", to: "nowhere" }]), null);
  const [{ faults, operations }] = mine.heard("refused");
  assert.deepEqual([faults[0].element, faults[0].field], ["web", "zone"]);
  assert.equal(operations.length, 2);
  assert.deepEqual(mine.model.document(), before);
  assert.equal(server.asked.length + mine.shelf.rows.size + mine.sync.history.undo.length, 0);
});

test("what the server refuses is taken back with what was built on it, and named by element and field", async () => {
  const server = new Server();
  const wrong = { element: "web", field: "properties.size", message: "is not known" };
  server.fates = [new Refusal(400, "invalid", "wrong", { faults: [wrong] })];
  const mine = page(server);
  const link = { op: "connect", key: "new-db", source: "new", target: "db" };
  mine.sync.perform([{ op: "add", section: "nodes", key: "new", fields: { kind: "service", zone: "net", properties: {} } }]);
  mine.sync.perform([link], { label: "Connect" });
  mine.sync.perform([rename("db", "Kept")]);
  await mine.sync.settled();
  const [{ faults }] = mine.heard("refused");
  assert.deepEqual(faults.map(({ element, field, message }) => ({ element, field, message })), [wrong]);
  assert.deepEqual(mine.heard("dropped")[0].edits.map((edit) => edit.label), ["Connect"]);
  assert.equal(mine.model.get("new"), undefined);
  assert.equal(server.model.get("db").fields.label, "Kept");
  assert.equal(mine.shelf.rows.size, 0);
  same(server, mine);
});

test("who is signed out loses nothing", async () => {
  const server = new Server();
  server.fates = [new Refusal(401, "not_authenticated", "Sign in.")];
  const mine = page(server);
  mine.sync.perform([rename("web", "Kept")]);
  assert.equal((await reached(mine, "signed-out")).pending, 1);
  mine.sync.retry();
  await mine.sync.settled();
  assert.deepEqual(labels(server), ["Kept"]);
});

test("a draft that closes keeps what it did not take, and takes nothing more", async () => {
  for (const refusal of [new Refusal(404, "not_found", "Gone."), new Refusal(409, "draft_closed", "Gone."), new Refusal(403, "forbidden", "Gone.")]) {
    const server = new Server();
    server.fates = [refusal];
    const mine = page(server);
    mine.sync.perform([rename("web", "Kept")]);
    assert.equal((await reached(mine, "closed")).reason, "Gone.");
    assert.equal(mine.sync.perform([rename("web", "Late")]), null);
    assert.match(mine.heard("refused")[0].message, /Gone/);
    mine.sync.retry();
    assert.deepEqual([mine.shelf.rows.size, mine.sync.pending.length, server.asked.length], [1, 1, 1]);
    assert.equal(mine.model.get("web").fields.label, "Kept");
  }
});

test("a draft that closes while an edit is under way stays closed", async () => {
  const server = new Server();
  const mine = page(server);
  const { post } = mine.sync.transport;
  mine.sync.transport.post = async (...question) => {
    const answer = await post(...question);
    mine.sync.close("Published.");
    return answer;
  };
  mine.sync.perform([rename("web", "Arrived")]);
  await mine.sync.settled();
  assert.deepEqual([mine.sync.state, mine.sync.reason], ["closed", "Published."]);
});

test("undo and redo go back and forth and tell what to show", async () => {
  const server = new Server();
  const mine = page(server);
  const before = mine.model.document();
  mine.sync.perform([rename("web", "1")], { label: "First", focus: ["web"] });
  mine.sync.perform([rename("db", "2")], { label: "Second" });
  mine.sync.undo();
  mine.sync.undo();
  assert.deepEqual(mine.model.document(), before);
  assert.deepEqual([mine.sync.canUndo, mine.sync.canRedo], [false, true]);
  mine.sync.redo();
  mine.sync.redo();
  assert.deepEqual(mine.heard("turned").map(({ keys, label, redo }) => [keys, label, redo]), [
    [["db"], "Second", false],
    [["web"], "First", false],
    [["web"], "First", true],
    [["db"], "Second", true],
  ]);
  await mine.sync.settled();
  assert.deepEqual([server.model.get("web").fields.label, server.model.get("db").fields.label], ["1", "2"]);
  assert.deepEqual(server.log.map((edit) => edit.undoes), [null, null, 2, 1, 4, 3]);
  same(server, mine);
});

test("undo takes back one's own, not what others did meanwhile", async () => {
  const server = new Server();
  const [mine, theirs] = [page(server), page(server, { actor: "bob" })];
  mine.sync.perform([rename("web", "Mine")]);
  await mine.sync.settled();
  await theirs.sync.catchUp();
  theirs.sync.perform([rename("db", "Theirs")]);
  await theirs.sync.settled();
  mine.sync.undo();
  await mine.sync.settled();
  await theirs.sync.catchUp();
  assert.equal(server.model.get("web").fields.label, undefined);
  assert.equal(server.model.get("db").fields.label, "Theirs");
  same(server, mine, theirs);
});

test("an undo whose time has passed is refused and forgotten", async () => {
  const server = new Server();
  const mine = page(server);
  mine.sync.perform([rename("app", "Mine")]);
  await mine.sync.settled();
  server.edit([{ op: "remove", key: "app" }]);
  await mine.sync.catchUp();
  assert.equal(mine.sync.undo(), null);
  assert.equal(mine.heard("refused")[0].faults[0].element, "app");
  assert.equal(mine.sync.canUndo, false);
});

test("undo of what an earlier page did names the version that it takes back", async () => {
  const server = new Server();
  const first = page(server);
  first.sync.perform([rename("web", "Before")]);
  await first.sync.settled();
  const [{ version, request_id, inverse }] = server.log;
  const history = new History([{ version, request_id, inverse, label: "", focus: ["web"] }]);
  const second = page(server, { history });
  second.sync.undo();
  await second.sync.settled();
  assert.equal(server.log.at(-1).undoes, 1);
  same(server, second);
});

test("an undo that never left its page is taken up by the next", async () => {
  const server = new Server();
  const shelf = new Shelf();
  const first = page(server, { shelf });
  first.sync.perform([rename("web", "Undone")]);
  await first.sync.settled();
  server.fates = ["down"];
  first.sync.undo();
  await offline(first);
  clearTimeout(first.sync.timer);
  const [{ version, request_id, inverse }] = server.log;
  const history = new History([{ version, request_id, inverse, label: "", focus: ["web"] }]);
  const second = page(server, { shelf, history });
  await second.sync.resume();
  await second.sync.settled();
  assert.deepEqual([second.sync.canUndo, second.sync.canRedo], [false, true]);
  assert.equal(server.log.at(-1).undoes, 1);
  same(server, second);
});

test("without a store the edit is still sent", async () => {
  const server = new Server();
  const shelf = new Shelf();
  const mine = page(server, { shelf });
  mine.sync.store = { draft: "", tab: "", put: async () => { throw new Error("full"); }, remove: async () => { throw new Error("full"); } };
  mine.sync.perform([rename("web", "Sent")]);
  await mine.sync.settled();
  assert.deepEqual(labels(server), ["Sent"]);
  assert.equal(mine.sync.kept, false);
  const next = page(server);
  next.sync.store.adopt = async () => { throw new Error("no store here"); };
  await next.sync.resume();
  assert.equal(next.sync.kept, false);
});
