"""Accounts of the staff: signing in by password or mailed code, the second factor, invitations. Nobody else has one."""
