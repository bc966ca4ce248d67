"""Talking to a provider of OpenID Connect. No Flask, no application database: who is vouched for, and no more."""
