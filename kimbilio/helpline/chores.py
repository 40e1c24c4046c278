"""What comes round again for the helpline."""

from datetime import timedelta

from kimbilio.helpline.actions.delivering import forget_read
from kimbilio.kernel.periodic import periodic

periodic(every=timedelta(hours=6))(forget_read)
