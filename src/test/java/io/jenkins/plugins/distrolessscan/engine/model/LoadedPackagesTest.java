package io.jenkins.plugins.distrolessscan.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoadedPackagesTest {
    private static final LoadedPackages ONE =
            new LoadedPackages(true, List.of("a"), List.of("b"), List.of("c", "d"), List.of());
    private static final LoadedPackages OTHER =
            new LoadedPackages(true, List.of("b"), List.of("c"), List.of("d", "a"), List.of());

    @Test
    void whatIsLoadedInOneTargetIsLoaded() {
        List<LoadedPackages> both = List.of(ONE, OTHER);
        assertThat(LoadedPackages.of("a", both)).isEqualTo(LoadedState.LOADED);
        assertThat(LoadedPackages.of("b", both)).isEqualTo(LoadedState.LOADED);
        assertThat(LoadedPackages.of("c", both)).isEqualTo(LoadedState.OPENED);
    }

    @Test
    void whatIsNotSeenHasToBeSoInAll() {
        assertThat(LoadedPackages.of("d", List.of(ONE, OTHER))).isEqualTo(LoadedState.NOT_SEEN_LOADED);
        assertThat(LoadedPackages.of("d", List.of(ONE, LoadedPackages.NONE))).isEqualTo(LoadedState.CANNOT_TELL);
        assertThat(LoadedPackages.of("d", List.of())).isEqualTo(LoadedState.CANNOT_TELL);
        assertThat(LoadedPackages.of("e", List.of(ONE))).isEqualTo(LoadedState.CANNOT_TELL);
    }
}
