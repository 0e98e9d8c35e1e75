// Loaded in front of a leaf from source (bun --preload): what no leaf has in it by itself.

/** An endless loop: the event loop never comes round again. */
process.on('SIGUSR2', () => {
  for (;;);
});
