package rival;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactCollectionProperty;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import java.util.List;
import java.util.Scanner;

/** Each agent's days are the entities, a whole shift is the value; read from one file of numbers. */
public final class Domain {
    private Domain() {}

    /** An agent; {@code weekLimit} in minutes of work. */
    public static final class Person {
        public final int weekLimit;

        Person(Scanner in) {
            weekLimit = in.nextInt();
        }
    }

    /** A post in an interval; prices are whole numbers, need and people in {@code unit}-ths. */
    public static final class Cell {
        public final long need;
        public final long unit;
        public final long shortPrice;
        public final long overPrice;
        public final int floor;
        public final int past;

        Cell(Scanner in) {
            need = in.nextLong();
            unit = in.nextLong();
            shortPrice = in.nextLong();
            overPrice = in.nextLong();
            floor = in.nextInt();
            past = in.nextInt();
        }

        /** Return how many people are missing below the minimum. */
        public long missing(int people) {
            return Math.max(0, floor - past - people);
        }

        /** Return the price of that many people at work. */
        public long price(int people) {
            long above = unit * (past + people) - need;
            return above > 0 ? above * overPrice : -above * shortPrice;
        }
    }

    /** One shift on one post with its meal; numbers are intervals from the horizon's start. */
    public static final class Choice {
        public final int id;
        public final int first;
        public final int end;
        public final int ready;
        public final int work;
        public final List<Cell> cells;

        Choice(int id, Scanner in, Cell[] all) {
            this.id = id;
            first = in.nextInt();
            end = in.nextInt();
            ready = in.nextInt();
            work = in.nextInt();
            cells = List.of(pick(in, all, new Cell[in.nextInt()]));
        }
    }

    /** A window in which a shift would suit, in intervals; {@code first > last}: the day off. */
    public record Wish(int first, int last, long price) {}

    /** Days of a person of which at most {@code most} may be worked (days in a row). */
    public static final class Stretch {
        public final Person person;
        public final int first;
        public final int last;
        public final int most;

        Stretch(Scanner in, Person[] people) {
            person = people[in.nextInt()];
            first = in.nextInt();
            last = in.nextInt();
            most = in.nextInt();
        }
    }

    /** One agent on one day: a shift or none. */
    @PlanningEntity
    public static class AgentDay {
        @PlanningId public int id;
        public Person person;
        public int day;
        public int week;
        public int mostDays;
        public Wish[] wishes;
        @ValueRangeProvider public List<Choice> choices;

        @PlanningVariable(allowsUnassigned = true)
        public Choice choice;

        public AgentDay() {}

        AgentDay(int id, Scanner in, Person[] people, Choice[] all) {
            this.id = id;
            person = people[in.nextInt()];
            day = in.nextInt();
            week = in.nextInt();
            mostDays = in.nextInt();
            wishes = new Wish[in.nextInt()];
            for (int i = 0; i < wishes.length; i++) {
                wishes[i] = new Wish(in.nextInt(), in.nextInt(), in.nextLong());
            }
            choices = List.of(pick(in, all, new Choice[in.nextInt()]));
            int begun = in.nextInt();
            choice = begun < 0 ? null : all[begun];
        }

        /** Return the price of the wishes the shift breaks. */
        public long wishPrice() {
            long total = 0;
            for (Wish wish : wishes) {
                total += choice.first < wish.first || choice.end > wish.last ? wish.price : 0;
            }
            return total;
        }
    }

    /** The whole week. */
    @PlanningSolution
    public static class Week {
        @ProblemFactCollectionProperty public List<Cell> cells;
        @ProblemFactCollectionProperty public List<Stretch> stretches;
        @PlanningEntityCollectionProperty public List<AgentDay> days;
        @PlanningScore public HardSoftLongScore score;

        public Week() {}

        Week(Scanner in) {
            Person[] people = new Person[in.nextInt()];
            for (int i = 0; i < people.length; i++) {
                people[i] = new Person(in);
            }
            Cell[] allCells = new Cell[in.nextInt()];
            for (int i = 0; i < allCells.length; i++) {
                allCells[i] = new Cell(in);
            }
            Choice[] choices = new Choice[in.nextInt()];
            for (int i = 0; i < choices.length; i++) {
                choices[i] = new Choice(i, in, allCells);
            }
            Stretch[] allStretches = new Stretch[in.nextInt()];
            for (int i = 0; i < allStretches.length; i++) {
                allStretches[i] = new Stretch(in, people);
            }
            AgentDay[] allDays = new AgentDay[in.nextInt()];
            for (int i = 0; i < allDays.length; i++) {
                allDays[i] = new AgentDay(i, in, people, choices);
            }
            cells = List.of(allCells);
            stretches = List.of(allStretches);
            days = List.of(allDays);
        }
    }

    private static <T> T[] pick(Scanner in, T[] all, T[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = all[in.nextInt()];
        }
        return into;
    }
}
