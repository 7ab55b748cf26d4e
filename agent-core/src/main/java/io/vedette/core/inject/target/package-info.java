/// What is added to a definition, and what every kind of definition has to answer.
@NullMarked
package io.vedette.core.inject.target;

import org.jspecify.annotations.NullMarked;
