"""Pages of imports: what they show and what their forms say."""
