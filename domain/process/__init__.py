"""The process book (流程手册): what differs between order types, read from one file."""
