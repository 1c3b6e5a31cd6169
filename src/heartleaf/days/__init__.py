"""What day it is: a family's days, observances, the almanac."""
