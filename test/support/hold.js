"use strict";
// Keeps a process alive until it is killed, as the engine's last call does while it works.
setInterval(() => undefined, 1000);
