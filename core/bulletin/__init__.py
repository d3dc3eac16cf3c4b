"""The bulletin: published cells with all margins, and the one query layer every exit reads."""
