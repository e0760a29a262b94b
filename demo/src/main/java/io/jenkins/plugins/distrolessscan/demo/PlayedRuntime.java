package io.jenkins.plugins.distrolessscan.demo;

import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Clock;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.LoadedFile;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Looked;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Mapping;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence.Self;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a probe sees of the processes of a sample container, on a node that was started a day before its pod. */
final class PlayedRuntime {
    private static final Duration BOOTED_BEFORE = Duration.ofDays(1);
    private static final int TICKS = 100;

    private PlayedRuntime() {}

    static RuntimeEvidence of(
            List<String> arguments, String container, SampleRoot root, Instant podStart, Instant now) {
        List<String> call = new ArrayList<>(List.of("/probe"));
        call.addAll(arguments);
        long started = BOOTED_BEFORE.toSeconds() * TICKS;
        Clock clock = new Clock(
                podStart.minus(BOOTED_BEFORE).toEpochMilli(),
                TICKS,
                started,
                podStart.toEpochMilli(),
                now.toEpochMilli());
        List<LoadedFile> loaded = new ArrayList<>();
        loaded.add(new LoadedFile(root.program(), true, Mapping.EXECUTE, false, 1, started, false, "", ""));
        root.opened()
                .forEach(
                        path -> loaded.add(new LoadedFile(path, false, Mapping.NONE, true, 1, started, false, "", "")));
        return new RuntimeEvidence(
                Optional.of(new Self(call, container)),
                Optional.of(clock),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                loaded,
                Optional.of(new Looked(1, root.processes().size(), 0, "", 0, 0)),
                Optional.empty());
    }
}
