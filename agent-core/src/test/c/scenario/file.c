/* Cases of the file kinds; main.c says how to write one. */
#include "scenario.h"

const struct scenario_case file_cases[] = {
	{ NULL, NULL },
};
