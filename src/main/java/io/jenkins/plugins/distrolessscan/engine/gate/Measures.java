package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate.Of;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/** What was measured of a scan, for gates that count no findings. What is missing was not looked at: it is not zero. */
public final class Measures {
    private final Map<Of, Long> values = new EnumMap<>(Of.class);

    /** Notes a value; an empty one is not known. */
    public Measures with(Of of, OptionalLong value) {
        value.ifPresent(number -> values.put(of, number));
        return this;
    }

    OptionalLong of(Of of) {
        Long value = values.get(of);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
