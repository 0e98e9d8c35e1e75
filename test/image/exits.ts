// A release that ends at once, however it is called.
process.exit(1);
