"""A judgement put into words."""
