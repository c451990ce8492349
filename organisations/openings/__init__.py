"""What an organisation offers until a day, and what a committee says of its seats."""
