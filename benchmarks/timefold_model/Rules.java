package rival;

import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintCollectors;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import ai.timefold.solver.core.api.score.stream.Joiners;
import ai.timefold.solver.core.api.score.stream.bi.BiConstraintStream;
import rival.Domain.AgentDay;
import rival.Domain.Cell;
import rival.Domain.Stretch;

/** The rules as streams; what a single shift may be is in the entities' value ranges. */
public class Rules implements ConstraintProvider {
    private static final HardSoftLongScore HARD = HardSoftLongScore.ONE_HARD;
    private static final HardSoftLongScore SOFT = HardSoftLongScore.ONE_SOFT;

    @Override
    public Constraint[] defineConstraints(ConstraintFactory factory) {
        return new Constraint[] {
            rest(factory), hoursPerWeek(factory), daysOff(factory), daysInARow(factory),
            sealed(factory), cover(factory), wishes(factory),
        };
    }

    private Constraint rest(ConstraintFactory factory) {
        return factory.forEach(AgentDay.class)
            .join(AgentDay.class,
                Joiners.equal(day -> day.person),
                Joiners.equal(day -> day.day + 1, day -> day.day),
                Joiners.greaterThan(day -> day.choice.ready, day -> day.choice.first))
            .penalizeLong(HARD, (a, b) -> a.choice.ready - b.choice.first)
            .asConstraint("rest");
    }

    private Constraint hoursPerWeek(ConstraintFactory factory) {
        return factory.forEach(AgentDay.class)
            .groupBy(day -> day.person, day -> day.week,
                ConstraintCollectors.sum(day -> day.choice.work))
            .filter((person, week, work) -> work > person.weekLimit)
            .penalizeLong(HARD, (person, week, work) -> 1 + (work - person.weekLimit) / 60)
            .asConstraint("hours per week");
    }

    private Constraint daysOff(ConstraintFactory factory) {
        return factory.forEach(AgentDay.class)
            .groupBy(day -> day.person, day -> day.week, day -> day.mostDays,
                ConstraintCollectors.count())
            .filter((person, week, most, worked) -> worked > most)
            .penalizeLong(HARD, (person, week, most, worked) -> worked - most)
            .asConstraint("days off");
    }

    private Constraint daysInARow(ConstraintFactory factory) {
        return factory.forEach(Stretch.class)
            .join(AgentDay.class,
                Joiners.equal(stretch -> stretch.person, day -> day.person),
                Joiners.lessThanOrEqual(stretch -> stretch.first, day -> day.day),
                Joiners.greaterThanOrEqual(stretch -> stretch.last, day -> day.day))
            .groupBy((stretch, day) -> stretch, ConstraintCollectors.countBi())
            .filter((stretch, worked) -> worked > stretch.most)
            .penalizeLong(HARD, (stretch, worked) -> worked - stretch.most)
            .asConstraint("days in a row");
    }

    /** Each open post and interval with 0, and again with how many cover it if any do. */
    private BiConstraintStream<Cell, Integer> atWork(ConstraintFactory factory) {
        BiConstraintStream<Cell, Integer> covered = factory.forEach(AgentDay.class)
            .map(day -> day.choice.cells)
            .<Cell>flattenLast(cells -> cells)
            .groupBy(cell -> cell, ConstraintCollectors.count());
        return factory.forEach(Cell.class).map(cell -> cell, cell -> 0).concat(covered);
    }

    /** Begin with everybody missing; those who come take it back. */
    private Constraint sealed(ConstraintFactory factory) {
        return atWork(factory).filter((cell, people) -> cell.floor > cell.past)
            .impactLong(HARD,
                (cell, people) -> (people > 0 ? cell.missing(0) : 0) - cell.missing(people))
            .asConstraint("sealed");
    }

    /** Begin with the price of nobody; those who come change it. */
    private Constraint cover(ConstraintFactory factory) {
        return atWork(factory)
            .impactLong(SOFT,
                (cell, people) -> (people > 0 ? cell.price(0) : 0) - cell.price(people))
            .asConstraint("cover");
    }

    private Constraint wishes(ConstraintFactory factory) {
        return factory.forEach(AgentDay.class)
            .filter(day -> day.wishes.length > 0)
            .penalizeLong(SOFT, AgentDay::wishPrice)
            .asConstraint("wishes");
    }
}
