"""What signed-in people do with records: permission, then the act, then an audit event."""
