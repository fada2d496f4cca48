/* Test fixture: a plugin that was built for generation 2 of the interface. */
#define MAJOR 2
#include "plain.c"
