"""Small parts every page is made of: words, buttons, marks, banners, the focus ring."""
