"""The Test of an injector: what was done, what a run would do with each row, and what it would leave."""
