/* Test fixture: a library whose descriptor is something else. */
#define MAGIC 1
#include "plain.c"
