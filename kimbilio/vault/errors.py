"""What can be wrong with keys and with what they lock; each message says what to do."""


class KeyTrouble(Exception):
    """The keys cannot be used. The message is for the person who runs the service."""


class KeysMissing(KeyTrouble):
    """There is no keyset where the settings say there should be one."""


class KeysExist(KeyTrouble):
    """Somebody asked for new keys where keys are; overwriting them would lose every record."""


class KeysUnreadable(KeyTrouble):
    """There is something at the place of the keyset, but it is not a keyset we can read."""


class KeysTooOpen(KeyTrouble):
    """Others on this machine could read the keyset."""


class WrongKeys(KeyTrouble):
    """The keyset is sound, but this database was written with another one."""


class KeysFixed(KeyTrouble):
    """The keyset comes from the environment, so this program cannot change it."""


class KeysInUse(KeyTrouble):
    """Old keys cannot be dropped yet: something is still locked with them."""


class CannotDecrypt(Exception):
    """A stored value was altered, moved from another place, or locked with a key we do not have."""


class FileLost(CannotDecrypt):
    """A file should be on the disk, and is not, or not in full."""
