"""Deployment to AWS: the image, services of ECS, and auto scaling groups behind a load balancer.

Commands: AWS CLI reference; roles come by OpenID Connect, so no key of the account is kept anywhere.
"""

from typing import Any

from exporters.formats.workflow import Expression, Script
from exporters.targets.ecs.task import family
from exporters.targets.github_actions.plan import Plan, Unit
from exporters.targets.github_actions.steps import CHECKOUT, colours, health, own

Config = dict[str, Any]
_RIGHTS = {"contents": "read", "id-token": "write"}
_IMAGE = Expression("needs.build.outputs.image")
_PUSH = """image="${REGISTRY}/${REPOSITORY}:${GITHUB_SHA}"
docker build --tag "$image" .
docker push "$image"
printf 'image=%s\\n' "$image" >> "$GITHUB_OUTPUT"
"""
_BEFORE = """task="$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" \\
  --query 'services[0].taskDefinition' --output text)"
printf 'task=%s\\n' "$task" >> "$GITHUB_OUTPUT"
"""
_UPDATE = """aws ecs describe-task-definition --task-definition "$FAMILY" --query taskDefinition |
  jq --arg name "$SERVICE" --arg image "$IMAGE" '
    (.containerDefinitions[] | select(.name == $name) | .image) = $image
    | del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities,
          .registeredAt, .registeredBy, .deregisteredAt)' > task.json
task="$(aws ecs register-task-definition --cli-input-json file://task.json \\
  --query taskDefinition.taskDefinitionArn --output text)"
aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --task-definition "$task"
aws ecs wait services-stable --cluster "$CLUSTER" --services "$SERVICE"
"""
_RETURN = """aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --task-definition "$TASK"
aws ecs wait services-stable --cluster "$CLUSTER" --services "$SERVICE"
"""
_LIVE = "aws elbv2 describe-rules --rule-arns \"$RULE\" --query 'Rules[0].Actions[0].TargetGroupArn' --output text"
_BRING = """group="$GREEN_GROUP"
if [[ "$STANDBY" == "$BLUE" ]]; then group="$BLUE_GROUP"; fi
aws ssm put-parameter --name "$PARAMETER" --value "$IMAGE" --type String --overwrite
refresh="$(aws autoscaling start-instance-refresh --auto-scaling-group-name "$group" \\
  --preferences MinHealthyPercentage=0 --query InstanceRefreshId --output text)"
status=Pending
until [[ "$status" =~ ^(Successful|Failed|Cancelled|RollbackFailed|RollbackSuccessful)$ ]]; do
  sleep 15
  status="$(aws autoscaling describe-instance-refreshes --auto-scaling-group-name "$group" \\
    --instance-refresh-ids "$refresh" --query 'InstanceRefreshes[0].Status' --output text)"
done
[[ "$status" == Successful ]]
aws elbv2 wait target-in-service --target-group-arn "$STANDBY"
"""
_SWITCH = 'aws elbv2 modify-rule --rule-arn "$RULE" --actions "Type=forward,TargetGroupArn=$TO"\n'


def _role(unit: Unit) -> Config:
    return {
        "uses": "aws-actions/configure-aws-credentials@v6",
        "with": {
            "role-to-assume": Expression("vars.AWS_ROLE_ARN"),
            "aws-region": unit.region or Expression("vars.AWS_REGION"),
        },
    }


def build(unit: Unit, plan: Plan) -> Config:
    """The job that builds the one image and pushes it."""
    plan.notes.append(
        "set the variables AWS_ROLE_ARN and ECR_REPOSITORY; the image is built from ./Dockerfile"
    )
    return {
        "needs": ["test"],
        "runs-on": "ubuntu-24.04",
        "environment": plan.environments[-1],
        "timeout-minutes": 60,
        "permissions": _RIGHTS,
        "outputs": {"image": Expression("steps.push.outputs.image")},
        "steps": [
            CHECKOUT,
            _role(unit),
            {"id": "registry", "uses": "aws-actions/amazon-ecr-login@v2"},
            {
                "id": "push",
                "name": "Build and push the image",
                "env": {
                    "REGISTRY": Expression("steps.registry.outputs.registry"),
                    "REPOSITORY": Expression("vars.ECR_REPOSITORY"),
                },
                "run": Script(_PUSH),
            },
        ],
    }


def service(unit: Unit, plan: Plan) -> Config:
    """The job of a service of ECS, which rolls by itself."""
    plan.notes.append(f"{unit.key}: set the variable ECS_CLUSTER to the name of its cluster")
    return {
        "permissions": _RIGHTS,
        "env": {
            "CLUSTER": Expression("vars.ECS_CLUSTER"),
            "SERVICE": unit.key,
            "FAMILY": family(unit.nodes[0]),
        },
        "steps": [
            _role(unit),
            {"id": "before", "name": "Remember what runs", "run": Script(_BEFORE)},
            {"name": "Deploy", "env": {"IMAGE": _IMAGE}, "run": Script(_UPDATE)},
            *health(unit, plan),
            {
                "if": Expression("failure() && steps.before.outcome == 'success'"),
                "name": "Bring back what ran before",
                "env": {"TASK": Expression("steps.before.outputs.task")},
                "run": Script(_RETURN),
            },
        ],
    }


def fleet(unit: Unit, plan: Plan) -> Config:
    """The job of a blue and a green auto scaling group, each behind a target group of the load balancer."""
    names = ("RULE", "BLUE", "GREEN", "BLUE_GROUP", "GREEN_GROUP", "PARAMETER")
    stated = {name: own(unit, name) for name in names}
    plan.notes.append(
        f"{unit.key}: set the variables {', '.join(one.text.removeprefix('vars.') for one in stated.values())}: the "
        "rule of the listener, both target groups, both auto scaling groups, and the SSM parameter that instances "
        "read the image from as they start"
    )
    return {
        "permissions": _RIGHTS,
        "env": {**stated, "IMAGE": _IMAGE},
        "steps": [_role(unit), *colours(unit, plan, _LIVE, _BRING, _SWITCH)],
    }
