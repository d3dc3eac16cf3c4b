"""The HTML door: pages of the bulletin, server-rendered, working without JavaScript."""
