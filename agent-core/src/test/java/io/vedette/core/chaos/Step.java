package io.vedette.core.chaos;

/// Something that is done to a task while it runs.
@FunctionalInterface
public interface Step {

    Step NOTHING = scene -> {};

    void act(Scene scene) throws Exception;
}
