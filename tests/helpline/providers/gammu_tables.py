"""Tables with the columns that gammu documents for SMSD, as far as they matter here."""

CODINGS = (
    "'Default_No_Compression', 'Unicode_No_Compression', '8bit', "
    "'Default_Compression', 'Unicode_Compression'"
)
STATES = (
    "'SendingOK', 'SendingOKNoReport', 'SendingError', 'DeliveryOK', 'DeliveryFailed', "
    "'DeliveryPending', 'DeliveryUnknown', 'Error'"
)
FOR_SQLITE = {
    "number": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "moment": "NUMERIC NOT NULL DEFAULT (datetime('now', 'localtime'))",
    "truth": "TEXT NOT NULL DEFAULT 'false'",
}
FOR_POSTGRES = {
    "number": "serial PRIMARY KEY",
    "moment": "timestamp(0) WITHOUT time zone NOT NULL DEFAULT LOCALTIMESTAMP(0)",
    "truth": "boolean NOT NULL DEFAULT 'false'",
}
INBOX = """
CREATE TABLE inbox (
    "UpdatedInDB" {moment},
    "ReceivingDateTime" {moment},
    "Text" text NOT NULL,
    "SenderNumber" varchar(20) NOT NULL DEFAULT '',
    "Coding" text NOT NULL DEFAULT 'Default_No_Compression' CHECK ("Coding" IN ({codings})),
    "UDH" text NOT NULL,
    "SMSCNumber" varchar(20) NOT NULL DEFAULT '',
    "Class" integer NOT NULL DEFAULT -1,
    "TextDecoded" text NOT NULL DEFAULT '',
    "ID" {number},
    "RecipientID" text NOT NULL,
    "Processed" {truth},
    "Status" integer NOT NULL DEFAULT -1
)
"""
OUTBOX = """
CREATE TABLE outbox (
    "InsertIntoDB" {moment},
    "SendingDateTime" {moment},
    "SendBefore" time NOT NULL DEFAULT '23:59:59',
    "SendAfter" time NOT NULL DEFAULT '00:00:00',
    "Text" text,
    "DestinationNumber" varchar(20) NOT NULL DEFAULT '',
    "Coding" text NOT NULL DEFAULT 'Default_No_Compression' CHECK ("Coding" IN ({codings})),
    "UDH" text,
    "Class" integer DEFAULT -1,
    "TextDecoded" text NOT NULL DEFAULT '',
    "ID" {number},
    "MultiPart" {truth},
    "RelativeValidity" integer DEFAULT -1,
    "SenderID" varchar(255),
    "SendingTimeOut" {moment},
    "DeliveryReport" varchar(10) DEFAULT 'default'
        CHECK ("DeliveryReport" IN ('default', 'yes', 'no')),
    "CreatorID" text NOT NULL,
    "Retries" integer DEFAULT 0,
    "Priority" integer DEFAULT 0
)
"""
OUTBOX_MULTIPART = """
CREATE TABLE outbox_multipart (
    "Text" text,
    "Coding" text NOT NULL DEFAULT 'Default_No_Compression' CHECK ("Coding" IN ({codings})),
    "UDH" text,
    "Class" integer DEFAULT -1,
    "TextDecoded" text DEFAULT NULL,
    "ID" integer,
    "SequencePosition" integer NOT NULL DEFAULT 1,
    PRIMARY KEY ("ID", "SequencePosition")
)
"""
SENTITEMS = """
CREATE TABLE sentitems (
    "SendingDateTime" {moment},
    "Text" text NOT NULL DEFAULT '',
    "DestinationNumber" varchar(20) NOT NULL DEFAULT '',
    "UDH" text NOT NULL DEFAULT '',
    "TextDecoded" text NOT NULL DEFAULT '',
    "ID" integer,
    "SenderID" text NOT NULL DEFAULT '',
    "SequencePosition" integer NOT NULL DEFAULT 1,
    "Status" text NOT NULL DEFAULT 'SendingOK' CHECK ("Status" IN ({states})),
    "StatusError" integer NOT NULL DEFAULT -1,
    "TPMR" integer NOT NULL DEFAULT -1,
    "CreatorID" text NOT NULL,
    PRIMARY KEY ("ID", "SequencePosition")
)
"""


def tables(words: dict[str, str]) -> list[str]:
    """The statements that make the tables, in the words of one database."""
    return [
        table.format(**words, codings=CODINGS, states=STATES)
        for table in (INBOX, OUTBOX, OUTBOX_MULTIPART, SENTITEMS)
    ]
