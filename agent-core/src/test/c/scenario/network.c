/* Cases of the network kinds; main.c says how to write one. */
#include "scenario.h"

const struct scenario_case network_cases[] = {
	{ NULL, NULL },
};
