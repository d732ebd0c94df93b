"""How smooth the editor is: real pages of a real server, in headless Chromium."""
