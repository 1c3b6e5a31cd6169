"""Files that a host corrects, read block by block: what is wrong in one spoils only that one."""
