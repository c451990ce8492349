"""Mails that go out: how they are written, stored in the transaction of what they tell of, and sent by the queue."""
