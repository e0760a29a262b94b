package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.distrolessscan.engine.cluster.AtOnce.Question;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AtOnceTest {
    @Test
    void answersComeInTheOrderOfTheQuestionsWhicheverIsThereFirst() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        List<Question<String>> questions = List.of(
                () -> {
                    try {
                        return second.await(30, TimeUnit.SECONDS) ? "one" : "never asked at the same time";
                    } catch (InterruptedException e) {
                        return "interrupted";
                    }
                },
                () -> {
                    second.countDown();
                    return "two";
                });
        assertThat(AtOnce.<String>ask(questions)).containsExactly("one", "two");
        assertThat(AtOnce.ask(List.of())).isEmpty();
    }

    @Test
    void moreQuestionsThanThreadsAreAllAnswered() throws Exception {
        List<Question<Integer>> questions = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            int answer = i;
            questions.add(() -> answer);
        }
        assertThat(AtOnce.<Integer>ask(questions)).hasSize(30).isSorted();
    }

    @Test
    void aQuestionWithoutAnAnswerIsTheEnd() {
        Question<String> refused = () -> {
            throw new ScanException(Kind.CONNECTION, "down");
        };
        assertThatThrownBy(() -> AtOnce.ask(List.of(() -> "fine", refused)))
                .isInstanceOf(ScanException.class)
                .hasMessage("down");
    }

    @Test
    void whoIsInterruptedDoesNotWaitForTheAnswers() {
        Thread.currentThread().interrupt();
        ScanException stopped = catchThrowableOfType(
                ScanException.class,
                () -> AtOnce.ask(List.of(() -> {
                    try {
                        return new CountDownLatch(1).await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        return false;
                    }
                })));
        assertThat(stopped.kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(Thread.interrupted())
                .as("the caller sees that it was interrupted")
                .isTrue();
    }
}
