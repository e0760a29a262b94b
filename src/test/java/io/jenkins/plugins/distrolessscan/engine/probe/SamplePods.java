package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.EphemeralFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Pods and containers for tests. */
public final class SamplePods {
    private SamplePods() {}

    public static ContainerFacts container(OptionalLong user, OptionalLong group, Optional<Identity> statusUser) {
        return container(user, group, statusUser, OptionalLong.empty());
    }

    /** A container with a limit of ephemeral storage, in bytes. */
    public static ContainerFacts storage(OptionalLong limit) {
        return container(OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), limit);
    }

    private static ContainerFacts container(
            OptionalLong user, OptionalLong group, Optional<Identity> statusUser, OptionalLong storage) {
        return container("app", user, group, statusUser, storage);
    }

    /** A container of another name. */
    public static ContainerFacts named(String name) {
        return container(name, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), OptionalLong.empty());
    }

    /** A container whose root is to be read-only. */
    public static ContainerFacts readOnlyRoot() {
        return container(
                "app", OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), OptionalLong.empty(), true);
    }

    private static ContainerFacts container(
            String name, OptionalLong user, OptionalLong group, Optional<Identity> statusUser, OptionalLong storage) {
        return container(name, user, group, statusUser, storage, false);
    }

    private static ContainerFacts container(
            String name,
            OptionalLong user,
            OptionalLong group,
            Optional<Identity> statusUser,
            OptionalLong storage,
            boolean readOnlyRoot) {
        return new ContainerFacts(
                name,
                ContainerFacts.Kind.REGULAR,
                "registry.example/shop/app:1",
                "registry.example/shop/app@sha256:" + "ab".repeat(32),
                Frames.CONTAINER,
                Phase.RUNNING,
                "",
                true,
                0,
                Optional.of(Instant.parse("2026-11-23T09:00:00Z")),
                user,
                group,
                Optional.empty(),
                readOnlyRoot,
                false,
                List.of(),
                statusUser,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                storage,
                Optional.of("{\"type\":\"RuntimeDefault\"}"),
                Optional.empty());
    }

    public static PodFacts pod(ContainerFacts container, EphemeralFacts... ephemeral) {
        return new PodFacts(
                "shop",
                "checkout-5d9-x7",
                "0b6e3f0e-1111-4222-8333-444455556666",
                "4711",
                Instant.parse("2026-11-23T08:00:00Z"),
                false,
                "Running",
                "node-1",
                "",
                "default",
                "Burstable",
                false,
                "",
                false,
                false,
                false,
                false,
                false,
                List.of(),
                Map.of(),
                Map.of(),
                Optional.of("ReplicaSet/checkout-5d9"),
                OptionalLong.empty(),
                List.of(container),
                List.of(ephemeral));
    }

    public static EphemeralFacts ephemeral(
            String name, Phase phase, Optional<Instant> started, Optional<Instant> finished) {
        return new EphemeralFacts(
                name,
                "registry.example/scan/probe:1",
                "",
                "",
                "app",
                "{}",
                0,
                0,
                false,
                false,
                phase,
                "",
                "",
                finished.map(end -> 0),
                started,
                finished);
    }

    /** An ephemeral container that ended without ever having started. */
    public static EphemeralFacts ended(String name, String reason, int exitCode, Optional<Instant> finished) {
        EphemeralFacts plain = ephemeral(name, Phase.TERMINATED, Optional.empty(), finished);
        return new EphemeralFacts(
                name,
                plain.image(),
                "",
                "",
                plain.target(),
                plain.securityContext(),
                0,
                0,
                false,
                false,
                Phase.TERMINATED,
                reason,
                "",
                Optional.of(exitCode),
                Optional.empty(),
                finished);
    }
}
