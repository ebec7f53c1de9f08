"""The sign-in API: those of allauth's addresses that the client uses, with Kith's rules. All others are closed."""
