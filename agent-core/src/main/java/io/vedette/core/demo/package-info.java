/// What a person sees: a live line for each event, and a summary.
@NullMarked
package io.vedette.core.demo;

import org.jspecify.annotations.NullMarked;
