"use strict";
// Keeps the processes of a rehearsal. It is told over the IPC channel what to start, and when the channel closes, because its parent
// is done or dead (kill -9 too), it stops everything and removes the folder. A process of its own, because a dead one cleans nothing up.
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const [folder] = process.argv.slice(2);
/** How long a process may take to end by itself, in milliseconds. Nothing of the store is kept, so there is little to do. */
const GRACE = 1000;
const children = new Map();
let keepsLogs = false;
let isStopping = false;

/** Children are groups of their own, so that whatever they start ends with them. */
function start({ args, command, name }) {
  const log = fs.openSync(path.join(folder, "logs", `${name}.log`), "a");
  let child;
  try {
    child = spawn(command, args, { cwd: folder, stdio: ["ignore", log, log], detached: true });
  } catch (error) {
    // Such as more arguments than the kernel takes.
    send({ name, failed: `could not be started: ${error.message}` });
    return;
  } finally {
    fs.closeSync(log);
  }
  child.on("error", (error) => {
    // One that never started does not exit either.
    children.delete(name);
    send({ name, failed: `could not be started: ${error.message}` });
  });
  child.on("exit", (code, signal) => {
    children.delete(name);
    if (!isStopping) {
      send({ name, exited: code ?? signal });
    }
  });
  if (child.pid !== undefined) {
    children.set(name, child);
    send({ name, pid: child.pid });
  }
}

function send(message) {
  if (process.connected) {
    process.send(message);
  }
}

function signal(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

async function stop() {
  if (isStopping) {
    return;
  }
  isStopping = true;
  const all = [...children.values()];
  const ended = Promise.all(all.map((child) => new Promise((resolve) => child.once("exit", resolve))));
  all.forEach((child) => signal(child, "SIGTERM"));
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, GRACE))]);
  [...children.values()].forEach((child) => signal(child, "SIGKILL"));
  await ended;
  // What is kept for whoever reads it are the logs, and neither keys nor the store.
  const doomed = keepsLogs ? fs.readdirSync(folder).filter((name) => name !== "logs") : ["."];
  doomed.forEach((name) => fs.rmSync(path.join(folder, name), { recursive: true, force: true, maxRetries: 5 }));
  process.exit();
}

process.on("message", (message) => {
  if (message.start !== undefined) {
    start(message.start);
  } else if (message.stop !== undefined) {
    keepsLogs = message.stop.keepsLogs;
    void stop();
  }
});
process.on("disconnect", () => void stop());
// Ctrl-C goes to every process of a terminal. The parent decides what it means, and hangs up when it is done.
["SIGINT", "SIGTERM", "SIGHUP"].forEach((name) => process.on(name, () => undefined));
