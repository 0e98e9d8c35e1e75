// A release that never says that it is ready, nor that it is alive.
setInterval(() => undefined, 1 << 30);
