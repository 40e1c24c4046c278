"""The demonstration: a small invented organisation in the middle of its work.

What happens in it happens through the same actions as in use. Only the clock is turned back
afterwards (``earlier``), since an action writes down the present moment.
"""
