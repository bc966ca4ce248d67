"""Questions to and changes of the application database, one file per thing. All hand out domain objects."""
