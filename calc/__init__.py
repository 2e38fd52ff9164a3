"""The arithmetic of the guide: standard library only, the same at build time and in the browser."""
