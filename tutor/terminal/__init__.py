"""The only room that reads keys and paints the screen."""
