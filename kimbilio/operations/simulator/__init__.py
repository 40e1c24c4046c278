"""The simulator: invented phones on one side, the providers' part on the other, on this machine alone.

It posts to the true doors what the providers would post, signed as they sign, and takes what we send
to them. What was said stands in its memory until it ends, and nowhere else.
"""
