"""What stays open: subscriptions over WebSocket and as event streams, checked while they are."""
