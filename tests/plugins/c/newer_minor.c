/* Test fixture: a plugin that needs a host of minor version 9. */
#define MIN_HOST_MINOR 9
#include "plain.c"
