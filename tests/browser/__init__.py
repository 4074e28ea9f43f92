"""Pages as people meet them: in a real Chromium, with eyes, with a keyboard, without a script, on a small phone.

Each page is seen in one look, in turn. EVERY_LOOK=1 shows all of them in English and Spanish, light and dark, at three widths;
PICTURES=folder keeps a picture of each for somebody to look at.
"""
