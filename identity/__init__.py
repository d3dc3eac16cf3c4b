"""What a provider of identities says about somebody: OpenID Connect, and all HTTP we ask for."""
