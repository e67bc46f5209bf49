"""特批: asked at a closed gate, decided by an approval of its own, used up by whoever passes on it."""
