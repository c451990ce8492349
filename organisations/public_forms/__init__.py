"""What forms that anybody may send have in common: no cookie, no session, nothing typed is lost, no flood."""
