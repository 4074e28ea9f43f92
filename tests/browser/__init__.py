"""Pages as people meet them: in a real Chromium, with eyes, with a keyboard, without a script, on a small phone."""
