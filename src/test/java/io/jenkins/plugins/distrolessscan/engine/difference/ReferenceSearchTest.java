package io.jenkins.plugins.distrolessscan.engine.difference;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch.Candidate;
import io.jenkins.plugins.distrolessscan.engine.difference.ReferenceSearch.Found;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.Reference.State;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.Verdict.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReferenceSearchTest {
    private final AtomicInteger indexReads = new AtomicInteger();

    @Test
    void theNewestThatIsCompleteAndMetItsGatesIsTaken() {
        assertThat(newest(
                        build("#5").running(),
                        build("#4").with(Result.FAILED),
                        build("#3").with(Result.INCOMPLETE),
                        build("#2"),
                        build("#1")))
                .isEqualTo("#2");
        assertThat(indexReads).hasValue(1);
    }

    @Test
    void buildingAgainNeverTurnsRedIntoGreen() {
        List<Build> builds = new ArrayList<>(List.of(build("#1")));
        for (int number = 2; number < 10; number++) {
            assertThat(newest(builds.toArray(Build[]::new)))
                    .as("build %s has the same new finding as the one before", number)
                    .isEqualTo("#1");
            builds.add(0, build("#" + number).with(Result.FAILED));
        }
    }

    @Test
    void anotherChoiceOfPodsIsNoReference() {
        assertThat(newest(build("#2").of("other"), build("#1").of(""))).isEmpty();
        assertThat(Scope.of("a", "https://b", "c", "d"))
                .isEqualTo(Scope.of("a", "https://b", "c", "d"))
                .isNotEqualTo(Scope.of("a", "https://b", "c", "e"))
                .isNotEqualTo(Scope.of("a", "https://bc", "", "d"));
    }

    @Test
    void oneThatCannotBeReadIsPassedOver() {
        assertThat(newest(build("#2").broken(), build("#1"))).isEqualTo("#1");
    }

    @Test
    void atMostFiftyBuildsAreLoaded() {
        AtomicInteger loaded = new AtomicInteger();
        Iterator<Build> endless = IntStream.iterate(1000, n -> n - 1)
                .mapToObj(n -> {
                    loaded.incrementAndGet();
                    return build("#" + n).with(Result.FAILED);
                })
                .iterator();
        Found found = ReferenceSearch.newest(endless, "scope");
        assertThat(found.reference().state()).isEqualTo(State.NONE);
        assertThat(loaded).hasValue(ReferenceSearch.MOST_BUILDS);
        assertThat(indexReads).hasValue(0);
    }

    @Test
    void oneThatWasAskedForAndIsMissingRunningOrUnreadableCannotBeUsed() {
        assertThat(named(Optional.empty())).isEqualTo(State.NOT_USABLE);
        assertThat(named(Optional.of(build("#7").running()))).isEqualTo(State.NOT_USABLE);
        assertThat(named(Optional.of(build("#7").broken()))).isEqualTo(State.NOT_USABLE);
        assertThat(named(Optional.of(build("#7").with(Result.FAILED))))
                .as("who names a build means it")
                .isEqualTo(State.FOUND);
    }

    private static State named(Optional<Build> build) {
        Found found = ReferenceSearch.named("shop #7", build);
        assertThat(found.index().isPresent()).isEqualTo(found.reference().found());
        return found.reference().state();
    }

    private static String newest(Build... builds) {
        return ReferenceSearch.newest(List.of(builds).iterator(), "scope")
                .reference()
                .name();
    }

    private Build build(String name) {
        return new Build(name, true, Result.PASSED, "scope", true);
    }

    private final class Build implements Candidate {
        private final String name;
        private final boolean completed;
        private final Result result;
        private final String scope;
        private final boolean readable;

        Build(String name, boolean completed, Result result, String scope, boolean readable) {
            this.name = name;
            this.completed = completed;
            this.result = result;
            this.scope = scope;
            this.readable = readable;
        }

        Build running() {
            return new Build(name, false, result, scope, readable);
        }

        Build with(Result other) {
            return new Build(name, completed, other, scope, readable);
        }

        Build of(String other) {
            return new Build(name, completed, result, other, readable);
        }

        Build broken() {
            return new Build(name, completed, result, scope, false);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean completed() {
            return completed;
        }

        @Override
        public String scope() {
            return scope;
        }

        @Override
        public Result result() {
            return result;
        }

        @Override
        public ReportIndex index() throws IOException {
            indexReads.incrementAndGet();
            if (!readable) {
                throw new IOException("It is damaged.");
            }
            return Indexes.build().index();
        }
    }
}
