"""Lets a change of keys reach the secrets of the second factor, which are in no column of ours."""

from kimbilio.accounts.sealed_secrets import relock
from kimbilio.vault import blind

blind.register("second factors", relock)
